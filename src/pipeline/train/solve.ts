/** Solves `matrix · x = right` for a symmetric, positive definite matrix, by Cholesky's factors. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const factor = factorOf(matrix);
  const at = (row: number, column: number): number => factor[row]?.[column] ?? 0;
  const forward: number[] = [];
  for (const [row, value] of right.entries()) {
    const known = forward.reduce((total, found, column) => total + at(row, column) * found, 0);
    forward.push((value - known) / at(row, row));
  }
  const found: number[] = forward.map(() => 0);
  for (let row = forward.length - 1; row >= 0; row--) {
    let rest = forward[row] ?? 0;
    for (let below = row + 1; below < found.length; below++) rest -= at(below, row) * (found[below] ?? 0);
    found[row] = rest / at(row, row);
  }
  return found;
}

/** The lower triangle L with L·Lᵀ = matrix. */
function factorOf(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const factor: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const line: number[] = [];
    for (let column = 0; column <= row; column++) {
      const other = column === row ? line : (factor[column] ?? []);
      const known = line.reduce((total, value, at) => total + value * (other[at] ?? 0), 0);
      const rest = (values[column] ?? 0) - known;
      line.push(column === row ? Math.sqrt(rest) : rest / (other[column] ?? 1));
    }
    factor.push(line);
  }
  return factor;
}
