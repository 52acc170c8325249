using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Replicate;

/// <summary>A finished prediction of text.</summary>
internal sealed record ReplicatePrediction(string Id, string? Model, string Text)
{
    /// <summary>Its tokens, which Replicate counts for the models that it bills by them; else null.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Reads a prediction; null where its output is no text.</summary>
    public static ReplicatePrediction? Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !document.RootElement.Has("output", out var output) || Joined(output) is not { } text)
        {
            return null;
        }

        var root = document.RootElement;
        return new ReplicatePrediction(root.TextOrNull("id") ?? "", root.TextOrNull("model"), text) { Usage = Tokens(root) };
    }

    public ChatReply ToReply() => new()
    {
        Id = Id,
        Model = Model ?? "",
        Parts = [new TextPart(Text)],
        Finish = FinishReason.Stop,
        Usage = Usage,
    };

    /// <summary>Language models put out their text piece by piece, others in one.</summary>
    private static string? Joined(JsonElement output) => output.ValueKind switch
    {
        JsonValueKind.String => JsonText.Read(output),
        JsonValueKind.Array when output.EnumerateArray().All(static piece => piece.ValueKind == JsonValueKind.String) => string.Concat(output.EnumerateArray().Select(static piece => JsonText.Read(piece))),
        _ => null,
    };

    private static TokenUsage? Tokens(JsonElement root) =>
        root.Has("metrics", out var metrics) && Count(metrics, "input_token_count") is { } input && Count(metrics, "output_token_count") is { } output ? new TokenUsage(input, output) : null;

    private static long? Count(JsonElement metrics, string name) =>
        metrics.Has(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count >= 0 ? count : null;
}
