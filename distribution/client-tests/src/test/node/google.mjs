import { GoogleGenAI } from '@google/genai';
import { serve } from './bridge.mjs';
import { DESCRIPTION, PARAMETERS, QUESTION, WEATHER } from './weather.mjs';

const [address, key] = process.argv.slice(2);
const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: address } });

function params(model, text, config = {}) {
  return { model, contents: text, config: { maxOutputTokens: 100, ...config } };
}

function withTool(model) {
  const weather = { name: WEATHER, description: DESCRIPTION, parametersJsonSchema: PARAMETERS };
  return params(model, QUESTION, { tools: [{ functionDeclarations: [weather] }] });
}

function heard(responses) {
  const parts = responses.flatMap((response) => response.candidates?.[0]?.content?.parts ?? []);
  const call = parts.find((part) => part.functionCall)?.functionCall;
  const end = responses.at(-1);
  return {
    text: parts.map((part) => part.text ?? '').join(''),
    tool: call?.name ?? '',
    arguments: call ? JSON.stringify(call.args) : '',
    finish: end.candidates[0].finishReason,
    promptTokens: end.usageMetadata.promptTokenCount,
    completionTokens: end.usageMetadata.candidatesTokenCount,
  };
}

const whole = async (params) => heard([await google.models.generateContent(params)]);

async function gathered(params) {
  const responses = [];
  for await (const response of await google.models.generateContentStream(params)) {
    responses.push(response);
  }
  return heard(responses);
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
      return { status: error.status, message: error.message };
    }
    throw new Error('answered');
  },

  async hangUp(model) {
    const hangUp = new AbortController();
    const stream = await google.models.generateContentStream(
      params(model, 'hang', { abortSignal: hangUp.signal }));
    const first = await stream.next();
    hangUp.abort();
    return first.value.text;
  },
});
