import { generateText, jsonSchema, streamText, tool } from 'ai';
import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { serve } from './bridge.mjs';
import { DESCRIPTION, PARAMETERS, QUESTION, WEATHER } from './weather.mjs';

const [address, key] = process.argv.slice(2);
const openrouter = createOpenRouter({ baseURL: `${address}/api/v1`, apiKey: key, compatibility: 'strict' });

function params(model, text) {
  return { model: openrouter(model), prompt: text, maxOutputTokens: 100, maxRetries: 0 };
}

function withTool(model) {
  const weather = tool({ description: DESCRIPTION, inputSchema: jsonSchema(PARAMETERS) });
  return { ...params(model, QUESTION), tools: { [WEATHER]: weather } };
}

async function heard(answer) {
  const [text, calls, finish, usage] = await Promise.all(
    [answer.text, answer.toolCalls, answer.finishReason, answer.usage]);
  return {
    text,
    tool: calls[0]?.toolName ?? '',
    arguments: calls.length > 0 ? JSON.stringify(calls[0].input) : '',
    finish,
    promptTokens: usage.inputTokens,
    completionTokens: usage.outputTokens,
  };
}

const whole = async (params) => heard(await generateText(params));

async function gathered(params) {
  const answer = streamText(params);
  await answer.consumeStream();
  return heard(answer);
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
    const broken = new AbortController();
    const answer = streamText({ ...params(model, 'hang'), abortSignal: broken.signal });
    for await (const text of answer.textStream) {
      broken.abort();
      return text;
    }
    throw new Error('no text came');
  },
});
