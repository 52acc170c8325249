using System.Text.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Who made a tool call: the model itself, since no program of ours makes one. The vendor always says so, and its clients insist on it.</summary>
internal static class AnthropicCaller
{
    public static void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("caller"u8);
        writer.WriteString("type"u8, "direct"u8);
        writer.WriteEndObject();
    }
}
