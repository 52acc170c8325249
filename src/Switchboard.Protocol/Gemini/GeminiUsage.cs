using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// Google's <c>usageMetadata</c>, merged over a stream: every figure is cumulative, so the largest seen is the truth. Cached tokens are
/// counted inside the prompt, thoughts beside the candidates, the prompts of the vendor's own tools beside the prompt.
/// </summary>
internal struct GeminiUsage
{
    private long _prompt;
    private long _cached;
    private long _toolPrompt;
    private long _candidates;
    private long _thoughts;
    private long _total;

    public bool Seen { get; private set; }

    /// <summary>Whether any of the answer's own tokens have been counted; the early events of a stream know only the prompt's.</summary>
    public readonly bool CountsOutput => _candidates + _thoughts > 0;

    /// <summary>Reads the value that follows the field's name.</summary>
    public void Merge(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        Seen = true;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("promptTokenCount"u8))
            {
                Largest(ref reader, ref _prompt);
            }
            else if (reader.ValueTextEquals("cachedContentTokenCount"u8))
            {
                Largest(ref reader, ref _cached);
            }
            else if (reader.ValueTextEquals("toolUsePromptTokenCount"u8))
            {
                Largest(ref reader, ref _toolPrompt);
            }
            else if (reader.ValueTextEquals("candidatesTokenCount"u8))
            {
                Largest(ref reader, ref _candidates);
            }
            else if (reader.ValueTextEquals("thoughtsTokenCount"u8))
            {
                Largest(ref reader, ref _thoughts);
            }
            else if (reader.ValueTextEquals("totalTokenCount"u8))
            {
                Largest(ref reader, ref _total);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    public readonly TokenUsage ToUsage()
    {
        var cached = Math.Min(_cached, _prompt);

        // Some of Vertex AI's models have counted thoughts among the candidates; the total tells.
        var inside = _thoughts > 0 && _thoughts <= _candidates && _total == _prompt + _toolPrompt + _candidates;
        return new(_prompt - cached + _toolPrompt, inside ? _candidates - _thoughts : _candidates)
        {
            CacheRead = cached,
            Reasoning = _thoughts,
        };
    }

    private static void Largest(ref Utf8JsonReader reader, ref long figure) =>
        figure = Math.Clamp(JsonScan.Whole(ref reader) ?? 0, figure, long.MaxValue / 16);
}
