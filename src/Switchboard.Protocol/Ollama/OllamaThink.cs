using System.Text.Json;

namespace Switchboard.Protocol.Ollama;

/// <summary>The field <c>think</c>.</summary>
/// <param name="Level"><c>low</c>, <c>medium</c> or <c>high</c>; null for on or off alone.</param>
/// <param name="On">Whether to think at all.</param>
internal sealed record OllamaThink(string? Level, bool On)
{
    public void Write(Utf8JsonWriter writer)
    {
        if (Level is null)
        {
            writer.WriteBoolean("think"u8, On);
        }
        else
        {
            writer.WriteString("think"u8, Level);
        }
    }
}
