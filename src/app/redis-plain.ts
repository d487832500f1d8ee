import { once } from 'node:events';
import { connect } from 'node:net';

const answerMsMax = 2_000;

/** Whether a Redis there answers without TLS. It says nothing to a greeting of TLS, however long one waits. */
export async function answersPlainly(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  socket.on('error', () => undefined);
  try {
    socket.write('PING\r\n');
    const [answer] = await once(socket, 'data', { signal: AbortSignal.timeout(answerMsMax) });
    return /^(?:\+PONG|-[A-Z]+ )/.test(String(answer));
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
