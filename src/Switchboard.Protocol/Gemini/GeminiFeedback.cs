using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>Google's <c>promptFeedback</c>: whether the prompt was refused before a model saw it.</summary>
internal static class GeminiFeedback
{
    /// <summary>Reads the value that follows the field's name.</summary>
    public static void Read(ref Utf8JsonReader reader, ref string? reason, ref string? detail)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("blockReason"u8))
            {
                reason = JsonScan.Text(ref reader) is { Length: > 0 } word and not "BLOCK_REASON_UNSPECIFIED" ? word : reason;
            }
            else if (reader.ValueTextEquals("blockReasonMessage"u8))
            {
                detail = JsonScan.Text(ref reader) ?? detail;
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
