using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Reads the <c>source</c> of images and documents.</summary>
internal static class AnthropicSourceReader
{
    public static MediaSource? Read(JsonElement source, ReadFaults faults)
    {
        switch (source.Text("type", faults))
        {
            case "base64":
                return MediaSource.Inline(source.Needed("media_type", faults), source.Needed("data", faults));
            case "url":
                return new() { Url = source.Needed("url", faults) };
            case "file":
                return new() { FileId = source.Needed("file_id", faults) };
            default:
                faults.Add("content.source", "Give a source of type base64, url or file; a document may also be of type text.");
                return null;
        }
    }

    public static DocumentPart? Document(JsonElement block, JsonElement source, ReadFaults faults)
    {
        if (block.Has("citations", out _))
        {
            faults.Drop("messages.citations");
        }

        if (block.Has("context", out _))
        {
            faults.Drop("messages.context");
        }

        var title = block.Text("title", faults);
        if (source.Text("type", faults) == "text")
        {
            return new(Source: null, title) { Text = source.Needed("data", faults) };
        }

        return Read(source, faults) is { } media ? new(media, title) : null;
    }
}
