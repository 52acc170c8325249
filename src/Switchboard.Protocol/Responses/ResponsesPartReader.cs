using System.Runtime.InteropServices;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Responses;

/// <summary>Reads a message's <c>content</c> or a call's <c>output</c>: a text, or typed parts.</summary>
internal static class ResponsesPartReader
{
    public static List<ChatPart> Parts(JsonElement item, string name, ReadFaults faults)
    {
        var parts = new List<ChatPart>();
        if (!item.Has(name, out var content))
        {
            return parts;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            if (JsonText.Read(content) is { Length: > 0 } text)
            {
                parts.Add(new TextPart(text));
            }

            return parts;
        }

        foreach (var part in content.AsItems(name, faults))
        {
            if (Part(part, name, faults) is { } read)
            {
                parts.Add(read with { CacheControl = CacheMarks.Read(part, faults) });
            }
        }

        return parts;
    }

    private static ChatPart? Part(JsonElement part, string name, ReadFaults faults)
    {
        switch (part.Text("type", faults))
        {
            case "output_text" when part.Has("logprobs", out var logprobs):
                return new TextPart(part.Needed("text", faults)) { Logprobs = Likely(logprobs) };
            case "input_text" or "output_text" or "text":
                return new TextPart(part.Needed("text", faults));
            case "refusal":
                return new RefusalPart(part.Needed("refusal", faults));
            case "input_image":
                return Image(part, name, faults);
            case "input_file":
                return File(part, name, faults);
            case "input_audio" when part.Has("input_audio", out var audio):
                return new AudioPart(audio.Needed("format", faults), audio.Needed("data", faults));
            default:
                faults.Add(name, "Give parts of type input_text, input_image, input_file, output_text or refusal.");
                return null;
        }
    }

    private static ImagePart? Image(JsonElement part, string name, ReadFaults faults)
    {
        var detail = part.Text("detail", faults);
        if (part.Text("file_id", faults) is { } id)
        {
            return new(new() { FileId = id }, detail);
        }

        if (part.Text("image_url", faults) is { } url && MediaSource.FromUrl(url) is { } source)
        {
            return new(source, detail);
        }

        faults.Add(name + ".image_url", "Give an http(s) address or a base64 data: URL.");
        return null;
    }

    private static List<TokenLogprob>? Likely(JsonElement logprobs)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(logprobs));
        return OpenAiLogprobs.Read(ref reader);
    }

    private static DocumentPart? File(JsonElement part, string name, ReadFaults faults)
    {
        var title = part.Text("filename", faults);
        if (part.Text("file_id", faults) is { } id)
        {
            return new(new() { FileId = id }, title);
        }

        var given = part.Text("file_url", faults) ?? part.Text("file_data", faults);
        if (given is not null && MediaSource.FromUrl(given) is { } source)
        {
            return new(source, title);
        }

        if (given is not null && !given.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return new(MediaSource.Inline("application/pdf", given), title);
        }

        faults.Add(name + ".file_data", "Give the bytes in base64, with or without a data: prefix, or an http(s) address in file_url.");
        return null;
    }
}
