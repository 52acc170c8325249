using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Gemini;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>What of a Gemini answer matters to who asked for an image.</summary>
internal sealed class GeminiDrawing
{
    /// <summary>The images, without those of the model's thoughts.</summary>
    public List<MadeImage> Images { get; } = [];

    public string? MediaType { get; private set; }

    public string? Model { get; private init; }

    private string? Blocked { get; init; }

    private string? Finish { get; set; }

    private string? Detail { get; set; }

    public static GeminiDrawing Read(JsonElement root)
    {
        root.Has("promptFeedback", out var feedback);
        var drawing = new GeminiDrawing
        {
            Model = root.TextOrNull("modelVersion"),
            Blocked = feedback.TextOrNull("blockReason"),
            Detail = feedback.TextOrNull("blockReasonMessage"),
        };
        if (root.Has("candidates", out var candidates) && candidates.ValueKind == JsonValueKind.Array)
        {
            foreach (var candidate in candidates.EnumerateArray())
            {
                drawing.Take(candidate);
            }
        }

        return drawing;
    }

    /// <summary>Why there is no image.</summary>
    public ExchangeError Failure()
    {
        var word = Blocked ?? Finish;
        var reason = Detail is null || word is null ? word ?? Detail : $"{word}: {Detail}";
        return Blocked is not null || (Finish is { } finish && GeminiFinish.Read(finish) == FinishReason.ContentFilter) ? ImageReply.Withheld(reason) : ImageReply.None(reason);
    }

    /// <summary>The answer's tokens that stand for images (<c>candidatesTokensDetails</c>); null where that is not told.</summary>
    public static long? ImageTokens(JsonElement metadata)
    {
        if (!metadata.Has("candidatesTokensDetails", out var details) || details.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        long? sum = null;
        foreach (var detail in details.EnumerateArray())
        {
            if (detail.TextOrNull("modality") == "IMAGE" && EmbeddingReply.Tokens(detail, "tokenCount") is { } tokens)
            {
                sum = (sum ?? 0) + tokens;
            }
        }

        return sum;
    }

    private void Take(JsonElement candidate)
    {
        Finish ??= candidate.TextOrNull("finishReason");
        Detail ??= candidate.TextOrNull("finishMessage");
        if (!candidate.Has("content", out var content) || !content.Has("parts", out var parts) || parts.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var part in parts.EnumerateArray())
        {
            var isThought = part.Has("thought", out var thought) && thought.ValueKind == JsonValueKind.True;
            if (!isThought && part.Has("inlineData", out var inline) && inline.Has("data", out var data) && MadeImage.IsData(data))
            {
                Images.Add(new MadeImage(data));
                MediaType ??= inline.TextOrNull("mimeType");
            }
        }
    }
}
