/** Money as it stands in a column: `¥3,286`, with cents only where there are some. */
export function yuan(cents: number): string {
  const whole = cents % 100 === 0;
  return `¥${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: 2 })}`;
}

/** `8,420` */
export function figure(n: number): string {
  return n.toLocaleString('en-US');
}
