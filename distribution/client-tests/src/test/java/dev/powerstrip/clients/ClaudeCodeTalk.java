package dev.powerstrip.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

/**
 * Claude Code: a system prompt in blocks, places for the cache wherever one may be, thoughts, tools with schemas of their own
 * dialect, a picture, results in blocks.
 */
final class ClaudeCodeTalk extends MessagesTalk {

    static final String SYSTEM = "You are Claude Code, Anthropic's official CLI for Claude.";
    static final String PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";

    ClaudeCodeTalk(String model) {
        super("""
            {"model":"%s","stream":true,"max_tokens":32000,"temperature":1,\
            "metadata":{"user_id":"user_0_account__session_1"},"thinking":{"type":"enabled","budget_tokens":10000},\
            "system":[{"type":"text","text":"%s","cache_control":{"type":"ephemeral"}},\
            {"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],\
            "messages":[{"role":"user","content":[{"type":"text","text":"<system-reminder>none</system-reminder>"},\
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"%s"}},\
            {"type":"text","text":"Weather?","cache_control":{"type":"ephemeral"}}]}],\
            "tools":[{"name":"Bash","description":"Runs a command","input_schema":{"$schema":\
            "http://json-schema.org/draft-07/schema#","type":"object","properties":{"command":{"type":"string"}},\
            "required":["command"],"additionalProperties":false}},{"name":"weather","description":"Tells the weather",\
            "input_schema":{"type":"object","properties":{"city":{"type":"string"}}},"cache_control":{"type":\
            "ephemeral"}}]}""".formatted(model, SYSTEM, PICTURE));
    }

    @Override
    String route() {
        return "messages?beta=true";
    }

    @Override
    JsonElement result() {
        var blocks = new JsonArray();
        blocks.add(JsonParser.parseString("{\"type\":\"text\",\"text\":\"%s\"}".formatted(WEATHER)));
        return blocks;
    }
}
