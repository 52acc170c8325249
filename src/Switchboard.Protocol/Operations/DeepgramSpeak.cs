using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Deepgram's <c>POST /v1/speak</c> (developers.deepgram.com/reference/text-to-speech/speak-request). Its models are named with their voice
/// (<c>aura-2-thalia-en</c>); of a model without one (<c>aura-2</c>) the caller's <c>voice</c> makes the name.
/// </summary>
public sealed class DeepgramSpeak : IOperationWire
{
    private static readonly string[] Handled = ["model", "input", "voice", "response_format", "cache"];

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var faults = new ReadFaults();
        using var document = JsonBody.ParseRequest(ask.Body, faults);
        if (document is null)
        {
            return new(faults.First!);
        }

        var root = document.RootElement;
        var text = root.Needed("input", faults);
        var voice = root.Text("voice", faults);
        var query = new QueryText();
        var named = HasVoice(ask.Model);
        query.Add("model", named || string.IsNullOrEmpty(voice) ? ask.Model : $"{ask.Model}-{voice}-en");
        AddFormat(query, root.Text("response_format", faults) ?? "mp3", faults);
        if (faults.First is { } fault)
        {
            return new(fault);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
        var dropped = root.EnumerateObject().Where(static f => f.Value.ValueKind != JsonValueKind.Null).Select(static f => f.Name).Except(Handled);
        return new(new WireRequest { Query = query.ToString(), Dropped = [.. dropped, .. named && voice is not null ? ["voice"] : Array.Empty<string>()] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output) =>
        new(JsonBody.NotAReply("a recording"));

    /// <summary>Whether the name ends with a language, as the names of voices do.</summary>
    private static bool HasVoice(string model) => model.LastIndexOf('-') is > 0 and var dash && model.Length - dash == 3 && char.IsAsciiLetterLower(model[^1]);

    private static void AddFormat(QueryText query, string format, ReadFaults faults)
    {
        var (encoding, container) = format switch
        {
            "mp3" or "aac" or "flac" => (format, null),
            "opus" => ("opus", "ogg"),
            "wav" => ("linear16", "wav"),
            "pcm" => ("linear16", "none"),
            _ => ("", (string?)null),
        };
        if (encoding.Length == 0)
        {
            faults.Add("response_format", "Ask for mp3, opus, aac, flac, wav or pcm.");
        }

        query.Add("encoding", encoding);
        if (container is not null)
        {
            query.Add("container", container);
        }

        if (format == "pcm")
        {
            query.Add("sample_rate", "24000"); // What OpenAI's pcm has.
        }
    }
}
