using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Imagen's <c>:predict</c> (cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api, ai.google.dev/gemini-api/docs/imagen). It
/// makes four images unless it is told how many. A filtered image is left out of the answer; where none is left, the reason is asked for.
/// </summary>
/// <param name="onVertex">Whether it is Vertex AI, which alone takes a seed and its own switches.</param>
internal sealed class Imagen(bool onVertex) : IOperationWire
{
    private const int MostImages = 4;

    private static readonly string[] OnVertex = ["addWatermark", "enhancePrompt", "language", "personGeneration"];
    private static readonly string[] OnGemini = ["language", "personGeneration"];
    private static readonly AspectRatios Ratios = new("1:1", "3:4", "4:3", "9:16", "16:9");

    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = ImageRequest.Read(ask.Body, onVertex ? OnVertex : OnGemini);
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        var (ratio, error) = Ratios.Of(request, ask.Model);
        error ??= request.TooMany(ask.Model, MostImages) ?? request.NoFormat(ask.Model, "png", "jpeg") ?? (onVertex ? NoSeed(request) : null);
        if (error is not null)
        {
            return new(error);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteStartArray("instances"u8);
        writer.WriteStartObject();
        writer.WriteString("prompt"u8, request.Prompt);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("parameters"u8);
        WriteParameters(writer, request, ratio);
        writer.WriteEndObject();
        writer.WriteEndObject();
        var compresses = request.Format == "jpeg";
        return new(new WireRequest { Dropped = request.Dropped("quality", "negative_prompt", onVertex ? "" : "seed", compresses ? "" : "output_compression") });
    }

    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !TryImages(document.RootElement, out var images, out var type, out var reason))
        {
            return new(JsonBody.NotAReply("a list of images"));
        }

        if (images.Count == 0)
        {
            return new(new WireReply { Failure = ImageReply.Withheld(reason) });
        }

        ImageReply.Write(images, ask, type, null, output);
        return new(new WireReply { Usage = new TokenUsage(0, 0) { Images = images.Count } });
    }

    /// <summary>Every image has Google's watermark unless it is told otherwise, and no watermarked image has a seed.</summary>
    private static ExchangeError? NoSeed(ImageRequest request) =>
        request.Seed is null || request.Own.Any(static own => own.Key == "addWatermark" && own.Value.ValueKind == JsonValueKind.False)
            ? null
            : ImageRequest.Fault("seed", "Imagen takes a seed only for images without its watermark. Send addWatermark: false beside it, or leave this out.");

    private void WriteParameters(Utf8JsonWriter writer, ImageRequest request, string? ratio)
    {
        writer.WriteNumber("sampleCount"u8, request.Count);
        if (ratio is not null)
        {
            writer.WriteString("aspectRatio"u8, ratio);
        }

        if (PixelTier.Of(request.Size) is not null)
        {
            writer.WriteString("sampleImageSize"u8, "2K"u8); // Its largest.
        }

        if (onVertex && request.Seed is { } seed)
        {
            writer.WriteNumber("seed"u8, seed);
        }

        if (request.Format is not null)
        {
            writer.WriteStartObject("outputOptions"u8);
            GoogleFormat.Write(writer, request);
            writer.WriteEndObject();
        }

        request.WriteOwn(writer);

        writer.WriteBoolean("includeRaiReason"u8, true);
    }

    /// <summary>What is in the answer; false where it is none. Where everything was filtered, the Gemini API may leave the whole list out.</summary>
    private static bool TryImages(JsonElement root, out List<MadeImage> images, out string? type, out string? reason)
    {
        (images, type, reason) = ([], null, null);
        if (!root.Has("predictions", out var list))
        {
            return root.GetPropertyCount() == 0;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var prediction in list.EnumerateArray())
        {
            if (prediction.Has("bytesBase64Encoded", out var data) && MadeImage.IsData(data))
            {
                images.Add(new MadeImage(data, prediction.TextOrNull("prompt")));
                type ??= prediction.TextOrNull("mimeType");
            }

            reason ??= prediction.TextOrNull("raiFilteredReason");
        }

        return images.Count > 0 || reason is not null || list.GetArrayLength() == 0;
    }
}
