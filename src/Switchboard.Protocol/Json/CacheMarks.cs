using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Json;

/// <summary>
/// Prompt cache marks: Anthropic's <c>cache_control</c>, which several OpenAI-compatible servers read too, and OpenAI's own breakpoint.
/// </summary>
internal static class CacheMarks
{
    public static CacheControl? Read(JsonElement part, ReadFaults faults)
    {
        if (part.Has("cache_control", out var mark))
        {
            return new(mark.Text("ttl", faults));
        }

        return part.Has("prompt_cache_breakpoint", out _) ? new CacheControl() : null;
    }

    public static void Write(Utf8JsonWriter writer, CacheControl? mark)
    {
        if (mark is null)
        {
            return;
        }

        writer.WriteStartObject("cache_control"u8);
        writer.WriteString("type"u8, "ephemeral"u8);
        if (mark.Ttl is not null)
        {
            writer.WriteString("ttl"u8, mark.Ttl);
        }

        writer.WriteEndObject();
    }
}
