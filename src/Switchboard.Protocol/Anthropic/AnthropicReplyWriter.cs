using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Writes a whole <c>message</c>.</summary>
internal static class AnthropicReplyWriter
{
    public static void Write(ChatReply reply, ChatReplyOptions options, IBufferWriter<byte> output)
    {
        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("id"u8, reply.Id.Length > 0 ? reply.Id : options.Id ?? AnthropicIds.NewMessage());
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("model"u8, options.Model ?? reply.Model);
        writer.WriteStartArray("content"u8);
        foreach (var part in reply.Parts)
        {
            Block(writer, part);
        }

        writer.WriteEndArray();
        var calls = reply.Parts.Any(part => part is ToolCallPart);
        var refuses = reply.Parts.Any(part => part is RefusalPart);
        writer.WriteString("stop_reason"u8, AnthropicFinish.Write(reply.Finish, calls, refuses));
        writer.WriteString("stop_sequence"u8, reply.StopSequence);
        AnthropicUsage.Write(writer, reply.Usage ?? default);
        writer.WriteEndObject();
    }

    private static void Block(Utf8JsonWriter writer, ChatPart part)
    {
        if (part is not ToolCallPart call)
        {
            AnthropicMessageWriter.Block(writer, part);
            return;
        }

        // The vendor's id as it is: the caller hands it back with the result.
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_use"u8);
        writer.WriteString("id"u8, call.Id);
        writer.WriteString("name"u8, call.Name);
        ArgumentsObject.Write(writer, "input", call.Arguments);
        AnthropicCaller.Write(writer);
        writer.WriteEndObject();
    }
}
