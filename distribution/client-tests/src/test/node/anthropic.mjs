import Anthropic from '@anthropic-ai/sdk';
import { serve } from './bridge.mjs';
import { DESCRIPTION, PARAMETERS, QUESTION, WEATHER } from './weather.mjs';

const [address, key] = process.argv.slice(2);
const anthropic = new Anthropic({ baseURL: address, apiKey: key, maxRetries: 0 });

function params(model, text) {
  return { model, messages: [{ role: 'user', content: text }], max_tokens: 100 };
}

function withTool(model) {
  const tool = { name: WEATHER, description: DESCRIPTION, input_schema: PARAMETERS };
  return { ...params(model, QUESTION), tools: [tool] };
}

function heard({ content, stop_reason, usage }) {
  const call = content.find((block) => block.type === 'tool_use');
  return {
    text: content.filter((block) => block.type === 'text').map((block) => block.text).join(''),
    tool: call?.name ?? '',
    arguments: call ? JSON.stringify(call.input) : '',
    finish: stop_reason,
    promptTokens: usage.input_tokens,
    completionTokens: usage.output_tokens,
  };
}

const whole = async (params) => heard(await anthropic.messages.create(params));
const gathered = async (params) => heard(await anthropic.messages.stream(params).finalMessage());

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
    const stream = await anthropic.messages.create({ ...params(model, 'hang'), stream: true });
    for await (const event of stream) {
      if (event.type === 'content_block_delta') {
        return event.delta.text; // leaving the loop breaks the stream off
      }
    }
    throw new Error('no text came');
  },
});
