using System.Text.Json.Nodes;

namespace Switchboard.UnitTests.Protocol.Gemini;

public sealed class GeminiThinkingTests
{
    [Theory]
    [InlineData("gemini-2.5-flash", "none", """{"thinkingBudget":0}""", false)]
    [InlineData("gemini-2.5-pro", "none", """{"thinkingBudget":128}""", true)]
    [InlineData("gemini-2.5-flash", "minimal", """{"thinkingBudget":1024,"includeThoughts":true}""", false)]
    [InlineData("gemini-2.5-flash", "low", """{"thinkingBudget":1024,"includeThoughts":true}""", false)]
    [InlineData("models/gemini-2.5-flash-lite", "medium", """{"thinkingBudget":8192,"includeThoughts":true}""", false)]
    [InlineData("gemini-2.5-flash", "high", """{"thinkingBudget":24576,"includeThoughts":true}""", false)]
    [InlineData("gemini-2.5-flash", "max", """{"thinkingBudget":24576,"includeThoughts":true}""", false)]
    [InlineData("gemini-2.5-pro", "xhigh", """{"thinkingBudget":32768,"includeThoughts":true}""", false)]
    [InlineData("gemini-3-pro-preview", "none", """{"thinkingLevel":"LOW"}""", true)]
    [InlineData("gemini-3-pro-preview", "minimal", """{"thinkingLevel":"LOW","includeThoughts":true}""", false)]
    [InlineData("gemini-3-pro-preview", "medium", """{"thinkingLevel":"HIGH","includeThoughts":true}""", false)]
    [InlineData("gemini-3.1-pro-preview", "medium", """{"thinkingLevel":"MEDIUM","includeThoughts":true}""", false)]
    [InlineData("gemini-3-flash-preview", "minimal", """{"thinkingLevel":"MINIMAL","includeThoughts":true}""", false)]
    [InlineData("gemini-3.6-flash", "none", """{"thinkingLevel":"MINIMAL"}""", true)]
    [InlineData("gemini-3.8-flash", "minimal", """{"thinkingLevel":"LOW","includeThoughts":true}""", false)]
    [InlineData("gemini-flash-latest", "minimal", """{"thinkingLevel":"LOW","includeThoughts":true}""", false)]
    [InlineData("gemini-3.5-flash", "max", """{"thinkingLevel":"HIGH","includeThoughts":true}""", false)]
    [InlineData("gemini-2.0-flash", "high", "{}", true)]
    [InlineData("gemini-2.0-flash", "none", "{}", false)]
    [InlineData("gemini-2.5-flash-image", "high", "{}", true)]
    [InlineData("gemma-3-27b-it", "high", "{}", true)]
    public void Effort_IsABudgetOrALevelAsTheModelTakesIt(string model, string effort, string expected, bool isListed)
    {
        var (body, dropped) = Wire.Translate(Wire.OpenAi, Wire.Gemini, $$"""
            {"model":"{{model}}","reasoning_effort":"{{effort}}","messages":[{"role":"user","content":"x"}]}
            """);
        Wire.SameJson(expected, body["generationConfig"]?["thinkingConfig"] ?? new JsonObject());
        Assert.Equal(isListed ? ["reasoning_effort"] : [], dropped);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", 4_000, 2_000)]
    [InlineData("gemini-2.5-flash", 100_000, 8_192)]
    [InlineData("gemini-2.5-pro", 100, 128)]
    [InlineData("gemini-2.5-flash-lite", 100, 512)]
    public void Budget_OfAnEffort_LeavesHalfOfTheLimitWhereTheModelLetsIt(string model, int limit, int budget)
    {
        var (body, _) = Wire.Translate(Wire.OpenAi, Wire.Gemini, $$"""
            {"model":"{{model}}","reasoning_effort":"medium","max_tokens":{{limit}},"messages":[{"role":"user","content":"x"}]}
            """);
        Assert.Equal(budget, (int)body["generationConfig"]!["thinkingConfig"]!["thinkingBudget"]!);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", """ "thinking":{"type":"enabled","budget_tokens":90000} """, """{"thinkingBudget":24576,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash", """ "thinking":{"type":"adaptive"} """, """{"thinkingBudget":-1,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash", """ "thinking":{"type":"disabled"} """, """{"thinkingBudget":0}""")]
    [InlineData("gemini-2.5-flash", """ "output_config":{"effort":"low"} """, """{"thinkingBudget":1024}""")]
    [InlineData("gemini-3-flash-preview", """ "thinking":{"type":"enabled","budget_tokens":2000} """, """{"thinkingLevel":"LOW","includeThoughts":true}""")]
    [InlineData("gemini-3-flash-preview", """ "thinking":{"type":"enabled","budget_tokens":5000} """, """{"thinkingLevel":"MEDIUM","includeThoughts":true}""")]
    [InlineData("gemini-3-flash-preview", """ "thinking":{"type":"enabled","budget_tokens":20000} """, """{"thinkingLevel":"HIGH","includeThoughts":true}""")]
    [InlineData("gemini-3-flash-preview", """ "thinking":{"type":"adaptive"},"output_config":{"effort":"max"} """, """{"thinkingLevel":"HIGH","includeThoughts":true}""")]
    [InlineData("gemini-3-flash-preview", """ "thinking":{"type":"adaptive"} """, """{"includeThoughts":true}""")]
    [InlineData("gemini-3-flash-preview", """ "temperature":1 """, "{}")]
    public void Thinking_OfAnthropicsCallers_IsMapped(string model, string field, string expected)
    {
        var (body, _) = Wire.Translate(Wire.Anthropic, Wire.Gemini, $$"""
            {"model":"{{model}}","max_tokens":50000,{{field}},"messages":[{"role":"user","content":"x"}]}
            """);
        Wire.SameJson(expected, body["generationConfig"]?["thinkingConfig"] ?? new JsonObject());
    }
}
