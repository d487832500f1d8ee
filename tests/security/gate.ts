/** A reader whose fault lies behind two gates: a search that learns nothing on its way never comes there. */
export function gate(text: string): void {
  if (!text.startsWith('<')) return;
  if (text.length > 40) throw new Error('behind the second gate');
}
