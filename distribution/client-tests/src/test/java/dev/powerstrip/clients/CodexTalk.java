package dev.powerstrip.clients;

/**
 * Codex: instructions beside the input, nothing stored, thoughts that only their provider reads and that come back in the
 * input, functions, a tool with a grammar, a shell of OpenAI's own.
 */
final class CodexTalk extends ResponsesTalk {

    static final String INSTRUCTIONS = "You are Codex, a coding agent.";

    CodexTalk(String model) {
        super("""
            {"model":"%s","stream":true,"store":false,"instructions":"%s","include":["reasoning.encrypted_content"],\
            "reasoning":{"effort":"medium","summary":"auto"},"text":{"verbosity":"low"},"tool_choice":"auto",\
            "parallel_tool_calls":true,"prompt_cache_key":"0199-session","input":[{"type":"message","role":"developer",\
            "content":[{"type":"input_text","text":"<permissions>read-only</permissions>"}]},{"type":"message","role":"user",\
            "content":[{"type":"input_text","text":"Weather?"},{"type":"input_image","image_url":\
            "data:image/png;base64,%s"}]}],"tools":[{"type":"function","name":"weather","description":"Tells the weather",\
            "strict":false,"parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],\
            "additionalProperties":false}},{"type":"custom","name":"apply_patch","description":"Changes files","format":\
            {"type":"grammar","syntax":"lark","definition":"start: \\"*** Begin Patch\\""}},{"type":"local_shell"}]}"""
            .formatted(model, INSTRUCTIONS, ClaudeCodeTalk.PICTURE));
    }
}
