using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>What metering needs of a whole answer or of one event, in one pass and without a string per event.</summary>
internal struct GeminiTopLevel
{
    public string? Id;
    public string? Model;
    public FinishReason? Finish;
    public bool Failed;
    public bool Blocked;
    public int Candidates;
    public int Parts;
    public long OutputBytes;

    /// <summary>Whether the error is the vendor's own and not a finish reason that means one.</summary>
    public bool HasError;

    public void Read(ref Utf8JsonReader reader, ref GeminiUsage usage, bool names)
    {
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("candidates"u8))
            {
                ReadCandidates(ref reader);
            }
            else if (reader.ValueTextEquals("usageMetadata"u8))
            {
                usage.Merge(ref reader);
            }
            else if (names && reader.ValueTextEquals("responseId"u8))
            {
                Id = JsonScan.Text(ref reader);
            }
            else if (names && reader.ValueTextEquals("modelVersion"u8))
            {
                Model = JsonScan.Text(ref reader);
            }
            else
            {
                ReadRare(ref reader);
            }
        }
    }

    private void ReadRare(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("promptFeedback"u8))
        {
            string? reason = null, detail = null;
            GeminiFeedback.Read(ref reader, ref reason, ref detail);
            Blocked |= reason is not null;
            return;
        }

        if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            HasError |= reader.TokenType != JsonTokenType.Null;
            Failed |= HasError;
        }

        reader.Skip();
    }

    private void ReadCandidates(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Candidates++;
                ReadCandidate(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadCandidate(ref Utf8JsonReader reader)
    {
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                OutputBytes += GeminiOutput.Measure(ref reader, ref Parts);
            }
            else if (reader.ValueTextEquals("finishReason"u8))
            {
                if (JsonScan.Word(ref reader, GeminiFinish.Words) is { Length: > 0 } word)
                {
                    var reason = GeminiFinish.Read(word);
                    Failed |= reason is null;
                    Finish ??= reason;
                }
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
