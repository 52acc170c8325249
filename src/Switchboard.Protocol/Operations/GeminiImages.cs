using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Gemini;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Images of Gemini models by <c>:generateContent</c> with <c>responseModalities</c> (ai.google.dev/gemini-api/docs/image-generation): one a
/// request, billed by tokens. Models before Gemini 3 have one resolution.
/// </summary>
/// <param name="onVertex">Whether it is Vertex AI, which alone takes a format.</param>
internal sealed class GeminiImages(bool onVertex) : IOperationWire
{
    private static readonly AspectRatios Ratios = new("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9");

    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = ImageRequest.Read(ask.Body);
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        var (ratio, error) = Ratios.Of(request, ask.Model);
        error ??= request.TooMany(ask.Model, 1) ?? (onVertex ? request.NoFormat(ask.Model, "png", "jpeg") : null);
        if (error is not null)
        {
            return new(error);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteStartArray("contents"u8);
        writer.WriteStartObject();
        writer.WriteString("role"u8, "user"u8);
        writer.WriteStartArray("parts"u8);
        writer.WriteStartObject();
        writer.WriteString("text"u8, request.Prompt);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("generationConfig"u8);
        WriteConfig(writer, request, ratio, ask.Model.Contains("gemini-2", StringComparison.OrdinalIgnoreCase) ? null : PixelTier.Of(request.Size));
        writer.WriteEndObject();
        writer.WriteEndObject();
        var (format, compression) = (onVertex ? "" : "output_format", onVertex && request.Format == "jpeg" ? "" : "output_compression");
        return new(new WireRequest { Dropped = request.Dropped("quality", "negative_prompt", format, compression) });
    }

    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || (!document.RootElement.Has("candidates", out _) && !document.RootElement.Has("promptFeedback", out _)))
        {
            return new(JsonBody.NotAReply("an image"));
        }

        var root = document.RootElement;
        var drawn = GeminiDrawing.Read(root);
        var usage = Usage(root, drawn.Images.Count);
        if (drawn.Images.Count == 0)
        {
            return new(new WireReply { Usage = usage, Model = drawn.Model, Failure = drawn.Failure() });
        }

        ImageReply.Write(drawn.Images, ask, drawn.MediaType, usage is { Images: 0 } ? usage : null, output);
        return new(new WireReply { Usage = usage, Model = drawn.Model });
    }

    private void WriteConfig(Utf8JsonWriter writer, ImageRequest request, string? ratio, string? tier)
    {
        writer.WriteStartArray("responseModalities"u8);
        writer.WriteStringValue("IMAGE"u8);
        writer.WriteEndArray();
        writer.WriteNumber("maxOutputTokens"u8, ImageTokens.Most);
        if (request.Seed is { } seed)
        {
            writer.WriteNumber("seed"u8, seed);
        }

        var format = onVertex && request.Format is not null;
        if (ratio is null && tier is null && !format)
        {
            return;
        }

        writer.WriteStartObject("imageConfig"u8);
        if (ratio is not null)
        {
            writer.WriteString("aspectRatio"u8, ratio);
        }

        if (tier is not null)
        {
            writer.WriteString("imageSize"u8, tier);
        }

        if (format)
        {
            writer.WriteStartObject("imageOutputOptions"u8);
            GoogleFormat.Write(writer, request);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Tokens, of which those of images have a rate of their own; where the answer's are not told, images.</summary>
    private static TokenUsage? Usage(JsonElement root, int images)
    {
        var counts = default(GeminiUsage);
        if (root.Has("usageMetadata", out var metadata))
        {
            var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(metadata));
            counts.Merge(ref reader);
        }

        var usage = counts.ToUsage();
        if (!counts.CountsOutput)
        {
            return images > 0 ? usage with { Images = images } : counts.Seen ? usage : null;
        }

        var drawn = Math.Min(GeminiDrawing.ImageTokens(metadata) ?? (images > 0 ? usage.Output : 0), usage.Output);
        return usage with { Output = usage.Output - drawn, ImageOutput = drawn };
    }
}
