using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Stability's models on Bedrock (Bedrock user guide, "Stability AI models"): one image of near a megapixel, in one of nine shapes. Whether a
/// filter took it stands in <c>finish_reasons</c>.
/// </summary>
internal sealed class StabilityImages : IOperationWire
{
    private static readonly AspectRatios Ratios = new("1:1", "2:3", "3:2", "4:5", "5:4", "9:16", "16:9", "9:21", "21:9");

    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = ImageRequest.Read(ask.Body);
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        var (ratio, error) = Ratios.Of(request, ask.Model);
        if ((error ?? request.TooMany(ask.Model, 1) ?? request.NoFormat(ask.Model, "png", "jpeg")) is { } fault)
        {
            return new(fault);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("prompt"u8, request.Prompt);
        WriteIf(writer, "negative_prompt", request.NegativePrompt);
        WriteIf(writer, "aspect_ratio", ratio);
        WriteIf(writer, "output_format", request.Format);
        if (request.Seed is { } seed)
        {
            writer.WriteNumber("seed"u8, seed);
        }

        writer.WriteEndObject();
        return new(new WireRequest { Dropped = request.Dropped("quality", "output_compression") });
    }

    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null)
        {
            return new(JsonBody.NotAReply("a list of images"));
        }

        if (Reason(document.RootElement) is { } reason)
        {
            return new(new WireReply { Failure = reason.StartsWith("Filter", StringComparison.OrdinalIgnoreCase) ? ImageReply.Withheld(reason) : ImageReply.None(reason) });
        }

        document.RootElement.Has("images", out var list);
        var images = MadeImage.AllOf(list);
        if (images.Count == 0)
        {
            return new(JsonBody.NotAReply("a list of images"));
        }

        var format = ImageRequest.Read(ask.Body).Value?.Format;
        ImageReply.Write(images, ask, format is null ? null : "image/" + format, null, output);
        return new(new WireReply { Usage = new TokenUsage(0, 0) { Images = images.Count } });
    }

    private static string? Reason(JsonElement root)
    {
        if (!root.Has("finish_reasons", out var reasons) || reasons.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var first = reasons.EnumerateArray().FirstOrDefault(static reason => reason.ValueKind == JsonValueKind.String);
        return first.ValueKind == JsonValueKind.String ? JsonText.Read(first) : null;
    }

    private static void WriteIf(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
