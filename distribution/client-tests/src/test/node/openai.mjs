import OpenAI from 'openai';
import { serve } from './bridge.mjs';
import { DESCRIPTION, PARAMETERS, QUESTION, WEATHER } from './weather.mjs';

const [address, key] = process.argv.slice(2);
const openai = new OpenAI({ baseURL: `${address}/v1`, apiKey: key, maxRetries: 0 });

function params(model, text) {
  return { model, messages: [{ role: 'user', content: text }], max_completion_tokens: 100 };
}

function withTool(model) {
  const tool = { type: 'function', function: { name: WEATHER, description: DESCRIPTION, parameters: PARAMETERS } };
  return { ...params(model, QUESTION), tools: [tool] };
}

function heard({ choices: [choice], usage }) {
  const call = choice.message.tool_calls?.[0]?.function;
  return {
    text: choice.message.content ?? '',
    tool: call?.name ?? '',
    arguments: call?.arguments ?? '',
    finish: choice.finish_reason,
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens,
  };
}

const whole = async (params) => heard(await openai.chat.completions.create(params));
const gathered = async (params) => heard(await openai.chat.completions.stream(params).finalChatCompletion());

await serve({
  ask: (model, text) => whole(params(model, text)),
  stream: (model, text) => gathered(params(model, text)),
  useTool: (model) => whole(withTool(model)),
  streamTool: (model) => gathered(withTool(model)),

  async fail(model) {
    try {
      await whole(params(model, 'fail'));
    } catch (error) {
      return { status: error.status, message: error.message };
    }
    throw new Error('answered');
  },

  async hangUp(model) {
    const stream = await openai.chat.completions.create({ ...params(model, 'hang'), stream: true });
    for await (const chunk of stream) {
      const text = chunk.choices[0]?.delta.content;
      if (text) {
        return text; // leaving the loop breaks the stream off
      }
    }
    throw new Error('no text came');
  },
});
