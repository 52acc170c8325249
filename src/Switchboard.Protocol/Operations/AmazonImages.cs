using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Amazon's Nova Canvas and Titan Image Generator (Nova user guide, "Image generation access and usage"; Bedrock user guide, "Amazon Titan Image
/// Generator"): up to five PNGs a request, in exact pixels, of two qualities. Without a seed, the same words make the same images.
/// </summary>
internal sealed class AmazonImages : IOperationWire
{
    private const int MostImages = 5;

    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = ImageRequest.Read(ask.Body, "cfgScale");
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        if ((request.TooMany(ask.Model, MostImages) ?? request.NoFormat(ask.Model, "png") ?? NoQuality(request)) is { } error)
        {
            return new(error);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("taskType"u8, "TEXT_IMAGE"u8);
        writer.WriteStartObject("textToImageParams"u8);
        writer.WriteString("text"u8, request.Prompt);
        if (request.NegativePrompt is { } negative)
        {
            writer.WriteString("negativeText"u8, negative);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("imageGenerationConfig"u8);
        WriteConfig(writer, request);
        writer.WriteEndObject();
        writer.WriteEndObject();
        return new(new WireRequest { Dropped = request.Dropped("aspect_ratio", "output_compression") });
    }

    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null)
        {
            return new(JsonBody.NotAReply("a list of images"));
        }

        document.RootElement.Has("images", out var list);
        var images = MadeImage.AllOf(list);
        if (images.Count == 0)
        {
            return document.RootElement.Has("error", out var error) && error.ValueKind == JsonValueKind.String
                ? new(new WireReply { Failure = Failure(JsonText.Read(error)) })
                : new(JsonBody.NotAReply("a list of images"));
        }

        ImageReply.Write(images, ask, "image/png", null, output);
        return new(new WireReply { Usage = new TokenUsage(0, 0) { Media = new MediaUsage { Images = images.Count, ImageKind = Kind(ask) } } });
    }

    private static void WriteConfig(Utf8JsonWriter writer, ImageRequest request)
    {
        writer.WriteNumber("numberOfImages"u8, request.Count);
        if (Quality(request) is { } quality)
        {
            writer.WriteString("quality"u8, quality);
        }

        if (request.Size is var (width, height))
        {
            writer.WriteNumber("width"u8, width);
            writer.WriteNumber("height"u8, height);
        }

        if (request.Seed is { } seed)
        {
            writer.WriteNumber("seed"u8, seed);
        }

        request.WriteOwn(writer);
    }

    /// <summary>OpenAI's words for how good an image is in Amazon's two.</summary>
    private static string? Quality(ImageRequest request) => request.Quality switch
    {
        "standard" or "low" or "medium" => "standard",
        "premium" or "hd" or "high" => "premium",
        _ => null,
    };

    private static ExchangeError? NoQuality(ImageRequest request) => request.Quality is null || Quality(request) is not null
        ? null
        : ImageRequest.Fault("quality", "Ask for standard (or low, medium) or for premium (or hd, high).");

    /// <summary>The price goes by quality and size.</summary>
    private static string? Kind(OperationAsk ask) => ImageRequest.Read(ask.Body).Value is not { } request ? null
        : $"{Quality(request) ?? "standard"}/{(request.Size is var (width, height) ? $"{width}x{height}" : "1024x1024")}";

    private static ExchangeError Failure(string error) => error.Contains("content filter", StringComparison.OrdinalIgnoreCase) ? ImageReply.Withheld(error) : ImageReply.None(error);
}
