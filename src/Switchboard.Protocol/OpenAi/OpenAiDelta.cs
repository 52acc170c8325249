using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Reads one chunk's <c>delta</c>.</summary>
internal static class OpenAiDelta
{
    public static void Read(ref Utf8JsonReader reader, OpenAiStreamBlocks blocks, List<ChatUpdate> updates)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        var thought = false;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                Content(ref reader, blocks, updates);
            }
            else if (!thought && (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8)))
            {
                // Some servers send the same thought under both names.
                var text = JsonScan.Text(ref reader);
                thought = !string.IsNullOrEmpty(text);
                blocks.Text(ChatUpdateKind.Thinking, text, updates);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                blocks.Text(ChatUpdateKind.Refusal, JsonScan.Text(ref reader), updates);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                ToolCalls(ref reader, blocks, updates);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>A string; or, from Mistral's reasoning models, parts with text in them.</summary>
    private static void Content(ref Utf8JsonReader reader, OpenAiStreamBlocks blocks, List<ChatUpdate> updates)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            blocks.Text(ChatUpdateKind.Text, JsonText.Read(ref reader), updates);
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        var depth = reader.CurrentDepth;
        var kind = ChatUpdateKind.Text;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("thinking"u8))
            {
                kind = ChatUpdateKind.Thinking;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text"u8))
            {
                blocks.Text(kind, JsonScan.Text(ref reader), updates);
            }
        }
    }

    private static void ToolCalls(ref Utf8JsonReader reader, OpenAiStreamBlocks blocks, List<ChatUpdate> updates)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            long? index = null;
            string? id = null, name = null, arguments = null;
            while (JsonScan.NextField(ref reader))
            {
                if (reader.ValueTextEquals("index"u8))
                {
                    index = JsonScan.Whole(ref reader);
                }
                else if (reader.ValueTextEquals("id"u8))
                {
                    id = JsonScan.Text(ref reader);
                }
                else if (reader.ValueTextEquals("function"u8))
                {
                    Function(ref reader, out name, out arguments);
                }
                else
                {
                    reader.Skip();
                }
            }

            blocks.ToolCall((int?)index, id, name, arguments, updates);
        }
    }

    private static void Function(ref Utf8JsonReader reader, out string? name, out string? arguments)
    {
        name = arguments = null;
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                arguments = JsonScan.Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
