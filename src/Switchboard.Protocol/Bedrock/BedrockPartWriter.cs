using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Writes the content blocks of one request.</summary>
internal sealed class BedrockPartWriter(Utf8JsonWriter writer, BedrockModel model)
{
    private readonly BedrockDocumentNames _names = new();

    /// <summary>Writes a block, and the cache point that follows it where it carries a mark.</summary>
    public void Write(ChatPart part)
    {
        Block(part);
        var mark = part.CacheControl ?? (part as ToolResultPart)?.Parts.LastOrDefault(static inner => inner.CacheControl is not null)?.CacheControl;
        CachePoint(writer, model.ReadsCachePoints ? mark : null);
    }

    public static void CachePoint(Utf8JsonWriter writer, CacheControl? mark)
    {
        if (mark is null)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("cachePoint"u8);
        writer.WriteString("type"u8, "default"u8);
        if (mark.Ttl is not null)
        {
            writer.WriteString("ttl"u8, mark.Ttl);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Block(ChatPart part)
    {
        writer.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                writer.WriteString("text"u8, text.Text);
                break;
            case RefusalPart refusal:
                writer.WriteString("text"u8, refusal.Text);
                break;
            case ImagePart { Source: var source }:
                Media("image"u8, BedrockMedia.Image(source.MediaType), name: null, source.Base64);
                break;
            case DocumentPart document:
                Document(document);
                break;
            case ThinkingPart thinking:
                Thinking(thinking);
                break;
            case RedactedThinkingPart redacted:
                writer.WriteStartObject("reasoningContent"u8);
                writer.WriteString("redactedContent"u8, redacted.Data);
                writer.WriteEndObject();
                break;
            case ToolCallPart call:
                writer.WriteStartObject("toolUse"u8);
                writer.WriteString("toolUseId"u8, BedrockIds.Call(call.Id));
                writer.WriteString("name"u8, call.Name);
                ArgumentsObject.Write(writer, "input", call.Arguments);
                writer.WriteEndObject();
                break;
            case ToolResultPart result:
                Result(result);
                break;
        }

        writer.WriteEndObject();
    }

    private void Thinking(ThinkingPart thinking)
    {
        writer.WriteStartObject("reasoningContent"u8);
        writer.WriteStartObject("reasoningText"u8);
        writer.WriteString("text"u8, thinking.Text);
        writer.WriteString("signature"u8, thinking.Signature);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Document(DocumentPart document)
    {
        var name = _names.Next(document.Title);
        if (document.Text is { } text)
        {
            Media("document"u8, "txt", name, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
        }
        else
        {
            Media("document"u8, BedrockMedia.Document(document.Source!.MediaType), name, document.Source.Base64);
        }
    }

    private void Media(ReadOnlySpan<byte> kind, string? format, string? name, string? base64)
    {
        writer.WriteStartObject(kind);
        writer.WriteString("format"u8, format);
        if (name is not null)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteStartObject("source"u8);
        writer.WriteString("bytes"u8, base64);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Result(ToolResultPart result)
    {
        writer.WriteStartObject("toolResult"u8);
        writer.WriteString("toolUseId"u8, BedrockIds.Call(result.CallId));
        writer.WriteStartArray("content"u8);
        foreach (var inner in result.Parts.Where(static inner => inner is not TextPart { Text: "" }))
        {
            Block(inner);
        }

        writer.WriteEndArray();
        if (result.IsError)
        {
            writer.WriteString("status"u8, "error"u8);
        }

        writer.WriteEndObject();
    }
}
