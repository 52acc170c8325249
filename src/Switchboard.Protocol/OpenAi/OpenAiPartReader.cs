using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Reads a message's <c>content</c>: a string, or typed parts.</summary>
internal static class OpenAiPartReader
{
    public static List<ChatPart> Content(JsonElement message, ReadFaults faults)
    {
        var parts = new List<ChatPart>();
        if (!message.Has("content", out var content))
        {
            return parts;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            var text = JsonText.Read(content);
            if (text.Length > 0)
            {
                parts.Add(new TextPart(text) { CacheControl = CacheMarks.Read(message, faults) });
            }

            return parts;
        }

        foreach (var item in content.AsItems("content", faults))
        {
            if (Part(item, faults) is { } part)
            {
                parts.Add(part with { CacheControl = CacheMarks.Read(item, faults) });
            }
        }

        return parts;
    }

    private static ChatPart? Part(JsonElement item, ReadFaults faults)
    {
        switch (item.Text("type", faults))
        {
            case "text":
                return new TextPart(item.Needed("text", faults));
            case "refusal":
                return new RefusalPart(item.Needed("refusal", faults));
            case "image_url" when item.Has("image_url", out var image):
                return Image(image, faults);
            case "file" when item.Has("file", out var file):
                return File(file, faults);
            case "input_audio" when item.Has("input_audio", out var audio):
                return new AudioPart(audio.Needed("format", faults), audio.Needed("data", faults));
            default:
                faults.Add("content", "Give parts of type text, image_url, file or input_audio, each with its own object.");
                return null;
        }
    }

    private static ImagePart? Image(JsonElement image, ReadFaults faults)
    {
        if (MediaSource.FromUrl(image.Needed("url", faults)) is { } source)
        {
            return new(source, image.Text("detail", faults));
        }

        faults.Add("content.image_url.url", "Give an http(s) address or a base64 data: URL.");
        return null;
    }

    private static DocumentPart? File(JsonElement file, ReadFaults faults)
    {
        var title = file.Text("filename", faults);
        if (file.Text("file_id", faults) is { } id)
        {
            return new(new() { FileId = id }, title);
        }

        var data = file.Needed("file_data", faults);
        if (!data.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return new(MediaSource.Inline("application/pdf", data), title);
        }

        if (MediaSource.FromUrl(data) is { } source)
        {
            return new(source, title);
        }

        faults.Add("content.file.file_data", "Give the bytes in base64, with or without a data: prefix.");
        return null;
    }
}
