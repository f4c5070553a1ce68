import { OpenRouter } from '@openrouter/sdk';
import { serve } from './bridge.mjs';
import { DESCRIPTION, PARAMETERS, QUESTION, WEATHER } from './weather.mjs';

const [address, key] = process.argv.slice(2);
const openrouter = new OpenRouter({
  serverURL: `${address}/api/v1`, apiKey: key, retryConfig: { strategy: 'none' },
});

function params(model, text) {
  return { model, messages: [{ role: 'user', content: text }], maxCompletionTokens: 100 };
}

function withTool(model) {
  const tool = { type: 'function', function: { name: WEATHER, description: DESCRIPTION, parameters: PARAMETERS } };
  return { ...params(model, QUESTION), tools: [tool] };
}

function heard(text, call, finish, usage) {
  return {
    text: text ?? '',
    tool: call?.name ?? '',
    arguments: call?.arguments ?? '',
    finish,
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
  };
}

async function whole(params) {
  const { choices: [choice], usage } = await openrouter.chat.send({ chatRequest: { ...params, stream: false } });
  return heard(choice.message.content, choice.message.toolCalls?.[0]?.function, choice.finishReason, usage);
}

async function gathered(params) {
  let text = '';
  let call;
  let finish;
  let usage;
  for await (const chunk of await openrouter.chat.send({ chatRequest: { ...params, stream: true } })) {
    usage = chunk.usage ?? usage;
    const choice = chunk.choices[0];
    text += choice?.delta.content ?? '';
    finish = choice?.finishReason ?? finish;
    for (const piece of choice?.delta.toolCalls ?? []) {
      call ??= { name: piece.function.name, arguments: '' };
      call.arguments += piece.function.arguments ?? '';
    }
  }
  return heard(text, call, finish, usage);
}

await serve({
  ask: (model, text) => whole(params(model, text)),
  stream: (model, text) => gathered(params(model, text)),
  useTool: (model) => whole(withTool(model)),
  streamTool: (model) => gathered(withTool(model)),

  async fail(model) {
    try {
      await whole(params(model, 'fail'));
    } catch (error) {
      return { status: error.statusCode, message: error.message };
    }
    throw new Error('answered');
  },

  async hangUp(model) {
    const chatRequest = { ...params(model, 'hang'), stream: true };
    for await (const chunk of await openrouter.chat.send({ chatRequest })) {
      const text = chunk.choices[0]?.delta.content;
      if (text) {
        return text; // leaving the loop breaks the stream off
      }
    }
    throw new Error('no text came');
  },
});
