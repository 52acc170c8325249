using System.Text.Json;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>A request that a caller may make: the dialect that it speaks, the model, and whether it wants a stream.</summary>
internal sealed record Ask(string Path, string Model, bool Stream)
{
    private const string OpenAiPath = "/v1/chat/completions";
    private const string AnthropicPath = "/v1/messages";

    /// <summary>Both dialects, relayed and translated, streamed and not.</summary>
    public static IReadOnlyList<Ask> All { get; } =
    [
        .. from path in new[] { OpenAiPath, AnthropicPath }
           from model in new[] { "openai/gpt-4o-mini", "anthropic/claude-haiku-4-5" }
           from stream in new[] { false, true }
           select new Ask(path, model, stream),
    ];

    public bool IsAnthropic => Path == AnthropicPath;

    public static Ask Chat(bool stream = false) => new(OpenAiPath, "openai/gpt-4o-mini", stream);

    public static Ask Of(bool anthropic, bool stream) => anthropic ? new(AnthropicPath, "anthropic/claude-haiku-4-5", stream) : Chat(stream);

    public string Body(string question, int? limit = 64)
    {
        var tokens = IsAnthropic || limit is not null ? $"\"max_tokens\":{limit ?? 64}," : "";
        var usage = Stream && !IsAnthropic ? "\"stream_options\":{\"include_usage\":true}," : "";
        var stream = Stream ? "\"stream\":true," : "";
        return $$"""{"model":"{{Model}}",{{tokens}}{{stream}}{{usage}}"messages":[{"role":"user","content":"{{JsonEncodedText.Encode(question)}}"}]}""";
    }
}
