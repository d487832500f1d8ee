const firstSentence = /^[^\n]{0,400}?[.!?؟۔](?=\s|$)/u;

/** A text that somebody gave: its first line is the headline; of a single line its first sentence. */
export function splitText(written: string): { readonly title: string; readonly text: string } {
  const whole = written.trim();
  const line = whole.indexOf('\n');
  const end = line === -1 ? (firstSentence.exec(whole)?.[0].length ?? whole.length) : line;
  return { title: whole.slice(0, end).trim(), text: whole.slice(end).trim() };
}
