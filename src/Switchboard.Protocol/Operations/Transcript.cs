using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>A recording's words, and how OpenAI tells them in each <c>response_format</c>.</summary>
internal sealed record Transcript(string Text, string? Language, double Duration)
{
    public static readonly string[] Formats = ["json", "text", "srt", "verbose_json", "vtt"];

    public IReadOnlyList<(double Start, double End, string Text)> Segments { get; init; } = [];

    public IReadOnlyList<(double Start, double End, string Text)> Words { get; init; } = [];

    public long Millis => Seconds.ToMillis(Duration);

    /// <summary>Reads Deepgram's answer; null where it holds no transcript.</summary>
    public static Transcript? OfDeepgram(JsonElement root)
    {
        if (!root.Has("results", out var results) || !results.Has("channels", out var channels) || channels.ValueKind != JsonValueKind.Array || channels.GetArrayLength() == 0)
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var channel in channels.EnumerateArray())
        {
            if (Best(channel) is not { } best || !best.Has("transcript", out var text) || text.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            texts.Add(JsonText.Read(text));
        }

        var first = channels[0];
        return new Transcript(
            string.Join('\n', texts),
            first.Has("detected_language", out var language) && language.ValueKind == JsonValueKind.String ? language.GetString() : null,
            root.Has("metadata", out var metadata) ? Number(metadata, "duration") : 0)
        {
            Segments = results.Has("utterances", out var utterances) ? Spans(utterances, "transcript") : [],
            Words = Best(first) is { } alternative && alternative.Has("words", out var words) ? Spans(words, "punctuated_word", "word") : [],
        };
    }

    /// <summary>Writes it, and says as which media type; null for JSON.</summary>
    public string? Write(string format, bool words, IBufferWriter<byte> output)
    {
        switch (format)
        {
            case "text":
                Encoding.UTF8.GetBytes(Text + "\n", output);
                return "text/plain; charset=utf-8";
            case "srt":
                Encoding.UTF8.GetBytes(string.Concat(Cues().Select(static (c, i) => $"{i + 1}\n{Clock(c.Start, ',')} --> {Clock(c.End, ',')}\n{c.Text}\n\n")), output);
                return "text/plain; charset=utf-8";
            case "vtt":
                Encoding.UTF8.GetBytes("WEBVTT\n\n" + string.Concat(Cues().Select(static c => $"{Clock(c.Start, '.')} --> {Clock(c.End, '.')}\n{c.Text}\n\n")), output);
                return "text/vtt; charset=utf-8";
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        if (format == "verbose_json")
        {
            WriteDetails(writer, words);
        }

        writer.WriteString("text"u8, Text);
        writer.WriteStartObject("usage"u8);
        writer.WriteString("type"u8, "duration"u8);
        writer.WriteNumber("seconds"u8, Math.Ceiling(Duration));
        writer.WriteEndObject();
        writer.WriteEndObject();
        return null;
    }

    private void WriteDetails(Utf8JsonWriter writer, bool words)
    {
        writer.WriteString("task"u8, "transcribe"u8);
        writer.WriteString("language"u8, Language ?? "");
        writer.WriteNumber("duration"u8, Duration);
        writer.WriteStartArray("segments"u8);
        var id = 0;
        foreach (var (start, end, text) in Cues())
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, id++);
            writer.WriteNumber("start"u8, start);
            writer.WriteNumber("end"u8, end);
            writer.WriteString("text"u8, text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (!words)
        {
            return;
        }

        writer.WriteStartArray("words"u8);
        foreach (var (start, end, word) in Words)
        {
            writer.WriteStartObject();
            writer.WriteString("word"u8, word);
            writer.WriteNumber("start"u8, start);
            writer.WriteNumber("end"u8, end);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The segments; of a transcript without any, the whole as one.</summary>
    private IReadOnlyList<(double Start, double End, string Text)> Cues() => Segments.Count > 0 || Text.Length == 0 ? Segments : [(0, Duration, Text)];

    private static JsonElement? Best(JsonElement channel) =>
        channel.Has("alternatives", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : null;

    private static List<(double Start, double End, string Text)> Spans(JsonElement list, params string[] names)
    {
        var spans = new List<(double Start, double End, string Text)>();
        foreach (var item in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
        {
            var text = names.Select(name => item.TextOrNull(name)).FirstOrDefault(static t => t is not null);
            spans.Add((Number(item, "start"), Number(item, "end"), text ?? ""));
        }

        return spans;
    }

    private static double Number(JsonElement parent, string name) =>
        parent.Has(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : 0;

    private static string Clock(double seconds, char point)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(Math.Clamp(seconds, 0, 1e8) * 1000));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{point}{time.Milliseconds:000}");
    }
}
