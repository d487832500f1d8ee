/** Four numbers of at most three digits, the first of them 127; whether they are an address is for who listens there. */
const loopbackFour = /^127(?:\.\d{1,3}){3}$/;

/** Whether a host, as it stands in a setting or in a Host header without its port, is this machine as seen by itself. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || loopbackFour.test(name);
}
