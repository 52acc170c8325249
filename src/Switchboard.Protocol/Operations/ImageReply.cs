using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>Images as OpenAI's <c>/v1/images/generations</c> answers them, and why there are none.</summary>
internal static class ImageReply
{
    private const int LongestReason = 400;

    /// <summary>OpenAI's code of what its own filter refuses.</summary>
    private const string Filtered = "content_policy_violation";

    /// <summary>Writes the answer.</summary>
    /// <param name="images">The images.</param>
    /// <param name="ask">What was asked.</param>
    /// <param name="mediaType">Their media type, or null.</param>
    /// <param name="tokens">What it consumed, where the vendor counts tokens.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(IReadOnlyList<MadeImage> images, OperationAsk ask, string? mediaType, TokenUsage? tokens, IBufferWriter<byte> output)
    {
        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteNumber("created"u8, ask.Created.ToUnixTimeSeconds());
        writer.WriteStartArray("data"u8);
        foreach (var image in images)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("b64_json"u8);
            image.Data.WriteTo(writer);
            if (image.Prompt is { } prompt)
            {
                writer.WriteString("revised_prompt"u8, prompt);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (mediaType is not null && mediaType.StartsWith("image/", StringComparison.Ordinal))
        {
            writer.WriteString("output_format"u8, mediaType["image/".Length..]);
        }

        if (tokens is { } usage)
        {
            WriteUsage(writer, usage);
        }

        writer.WriteEndObject();
    }

    /// <summary>The vendor's filter let nothing through.</summary>
    /// <param name="reason">The vendor's words, or null.</param>
    public static ExchangeError Withheld(string? reason) =>
        new(ErrorKind.InvalidRequest, $"The provider's filter withheld the image{Inside(reason)}. Change the prompt, and ask again.") { Code = Filtered, Param = "prompt" };

    /// <summary>The vendor made none.</summary>
    /// <param name="reason">The vendor's words, or null.</param>
    public static ExchangeError None(string? reason) =>
        new(ErrorKind.ProviderFailed, $"The provider answered without an image{Inside(reason)}. Ask again, or say in the prompt what to draw.");

    private static string Inside(string? reason) => reason is not { Length: > 0 } ? ""
        : reason.Length <= LongestReason ? $" ({reason.TrimEnd('.')})"
        : $" ({reason.AsSpan(0, char.IsHighSurrogate(reason[LongestReason - 1]) ? LongestReason - 1 : LongestReason)})";

    private static void WriteUsage(Utf8JsonWriter writer, in TokenUsage usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.Prompt);
        writer.WriteStartObject("input_tokens_details"u8);
        writer.WriteNumber("text_tokens"u8, usage.Prompt - usage.ImageInput);
        writer.WriteNumber("image_tokens"u8, usage.ImageInput);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens"u8, usage.Completion);
        writer.WriteNumber("total_tokens"u8, usage.Total);
        writer.WriteEndObject();
    }
}
