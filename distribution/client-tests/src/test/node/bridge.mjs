import { createInterface } from 'node:readline';

/** Lets a test drive a client: one JSON object a line says what to do, one a line tells what came of it. */
export async function serve(client) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { call, model, text } = JSON.parse(line);
    try {
      tell({ result: await client[call](model, text) });
    } catch (error) {
      tell({ error: String(error?.stack ?? error) });
    }
  }
}

function tell(what) {
  process.stdout.write(JSON.stringify(what) + '\n');
}
