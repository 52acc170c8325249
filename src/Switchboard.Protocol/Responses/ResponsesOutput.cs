using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Responses;

/// <summary>Writes one item of an output.</summary>
internal static class ResponsesOutput
{
    /// <summary>What an item's id begins with.</summary>
    public static string Prefix(ChatPart part) => part switch
    {
        ToolCallPart => "fc_",
        ThinkingPart or RedactedThinkingPart => "rs_",
        _ => "msg_",
    };

    /// <summary>Whether the dialect's answers have an item for it.</summary>
    public static bool Has(ChatPart part) => part is TextPart or RefusalPart or ToolCallPart or ThinkingPart or RedactedThinkingPart;

    /// <summary>Writes an item.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="part">What it says.</param>
    /// <param name="id">Its id.</param>
    /// <param name="status">How far it has come.</param>
    /// <param name="begins">True for an item that has no content yet.</param>
    public static void Item(Utf8JsonWriter writer, ChatPart part, string id, ReadOnlySpan<byte> status, bool begins = false)
    {
        writer.WriteStartObject();
        switch (part)
        {
            case ToolCallPart call:
                Call(writer, call, id, status);
                break;
            case ThinkingPart or RedactedThinkingPart:
                Reasoning(writer, part, id);
                break;
            default:
                Message(writer, part, id, status, begins);
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a message's content part with the fields that clients expect.</summary>
    public static void Content(Utf8JsonWriter writer, ChatPart part)
    {
        if (part is RefusalPart refusal)
        {
            writer.WriteString("type"u8, "refusal"u8);
            writer.WriteString("refusal"u8, refusal.Text);
            return;
        }

        writer.WriteString("type"u8, "output_text"u8);
        writer.WriteString("text"u8, ((TextPart)part).Text);
        Empty(writer, "annotations"u8);
        OpenAi.OpenAiLogprobs.Write(writer, "logprobs"u8, ((TextPart)part).Logprobs);
    }

    public static void Empty(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }

    private static void Call(Utf8JsonWriter writer, ToolCallPart call, string id, ReadOnlySpan<byte> status)
    {
        writer.WriteString("id"u8, id);
        writer.WriteString("type"u8, "function_call"u8);
        writer.WriteString("status"u8, status);

        // The vendor's id as it is: the caller hands it back with the result.
        writer.WriteString("call_id"u8, call.Id);
        writer.WriteString("name"u8, call.Name);
        writer.WriteString("arguments"u8, call.Arguments);
    }

    private static void Reasoning(Utf8JsonWriter writer, ChatPart thought, string id)
    {
        writer.WriteString("id"u8, id);
        writer.WriteString("type"u8, "reasoning"u8);
        writer.WriteStartArray("summary"u8);
        if (thought is ThinkingPart { Text.Length: > 0 } thinking)
        {
            writer.WriteStartObject();
            Summary(writer, thinking.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("encrypted_content"u8, ThoughtSeal.ToEncrypted(thought));
    }

    public static void Summary(Utf8JsonWriter writer, string text)
    {
        writer.WriteString("type"u8, "summary_text"u8);
        writer.WriteString("text"u8, text);
    }

    private static void Message(Utf8JsonWriter writer, ChatPart part, string id, ReadOnlySpan<byte> status, bool begins)
    {
        writer.WriteString("id"u8, id);
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("status"u8, status);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteStartArray("content"u8);
        if (!begins)
        {
            writer.WriteStartObject();
            Content(writer, part);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
