using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Images as predictions of Replicate (replicate.com/docs/reference/http). Each model has inputs of its own; what nearly all have under the
/// same name is mapped, and every field that OpenAI does not know is an input as it stands.
/// </summary>
public sealed class ReplicateImages : IOperationWire
{
    private static readonly string[] Handled = ["model", "prompt", "n", "size", "response_format", "output_format", "cache", "user", "quality", "style", "background", "moderation", "output_compression", "stream", "partial_images"];
    private static readonly string[] Unheard = ["user", "quality", "style", "background", "moderation", "output_compression", "stream", "partial_images"];

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var faults = new ReadFaults();
        using var document = JsonBody.ParseRequest(ask.Body, faults);
        if (document is null)
        {
            return new(faults.First!);
        }

        var root = document.RootElement;
        var prompt = root.Needed("prompt", faults);
        if (root.Text("response_format", faults) is not (null or "url"))
        {
            faults.Add("response_format", "Replicate answers with addresses of images. Ask for url.");
        }

        var size = Size(root.Text("size", faults), faults);
        var count = root.Whole("n", faults);
        if (faults.First is { } fault)
        {
            return new(fault);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        ReplicateModel.WriteVersion(writer, ask.Model);
        writer.WriteStartObject("input"u8);
        writer.WriteString("prompt"u8, prompt);
        if (count is { } outputs)
        {
            writer.WriteNumber("num_outputs"u8, outputs);
        }

        if (size is var (width, height))
        {
            writer.WriteNumber("width"u8, width);
            writer.WriteNumber("height"u8, height);
        }

        foreach (var field in root.EnumerateObject().Where(static f => f.NameEquals("output_format"u8) || !Handled.Contains(f.Name)))
        {
            field.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        return new(new WireRequest { Dropped = [.. Unheard.Where(name => root.Has(name, out _))] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        var urls = document is null ? [] : Urls(document.RootElement);
        if (urls.Count == 0)
        {
            return new(JsonBody.NotAReply("a list of images"));
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteNumber("created"u8, ask.Created.ToUnixTimeSeconds());
        writer.WriteStartArray("data"u8);
        foreach (var url in urls)
        {
            writer.WriteStartObject();
            writer.WriteString("url"u8, url);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return new(new WireReply { Usage = new TokenUsage(0, 0) { Images = urls.Count } });
    }

    private static List<string> Urls(JsonElement prediction)
    {
        prediction.Has("output", out var images);
        return images.ValueKind switch
        {
            JsonValueKind.String => [images.GetString()!],
            JsonValueKind.Array => [.. images.EnumerateArray().Where(static i => i.ValueKind == JsonValueKind.String).Select(static i => i.GetString()!)],
            _ => [],
        };
    }

    private static (int Width, int Height)? Size(string? size, ReadFaults faults)
    {
        if (size is null or "auto")
        {
            return null;
        }

        var cross = size.IndexOf('x', StringComparison.Ordinal);
        if (cross > 0 && int.TryParse(size.AsSpan(0, cross), out var width) && int.TryParse(size.AsSpan(cross + 1), out var height))
        {
            return (width, height);
        }

        faults.Add("size", "Give the size as width and height, such as 1024x1024, or auto.");
        return null;
    }
}
