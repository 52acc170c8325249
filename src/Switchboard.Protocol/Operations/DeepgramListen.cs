using System.Buffers;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Deepgram's <c>POST /v1/listen</c> (developers.deepgram.com/reference/speech-to-text/listen-pre-recorded): the recording alone is the body,
/// all else stands in the query.
/// </summary>
public sealed class DeepgramListen : IOperationWire
{
    /// <summary>Deepgram's own parameters that callers may add to the form.</summary>
    private static readonly string[] Passed =
    [
        "diarize", "diarize_model", "dictation", "filler_words", "keyterm", "keywords", "measurements", "multichannel", "numerals", "paragraphs", "profanity_filter", "punctuate", "redact", "replace",
        "search", "smart_format", "tag", "utt_split", "version",
    ];

    private static readonly string[] Handled = ["model", "language", "response_format", "timestamp_granularities[]", "stream"];

    /// <inheritdoc/>
    public bool TakesFileAlone => true;

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var format = ask.Field("response_format") ?? "json";
        if (!Transcript.Formats.Contains(format))
        {
            return new(new ExchangeError(ErrorKind.InvalidRequest, $"response_format: '{format}' is not offered by Deepgram. Ask for {string.Join(", ", Transcript.Formats)}.") { Param = "response_format" });
        }

        var query = new QueryText();
        query.Add("model", ask.Model);
        if (ask.Field("language") is { Length: > 0 } language)
        {
            query.Add("language", language);
        }
        else
        {
            query.Add("detect_language", "true");
        }

        if (format is not ("json" or "text"))
        {
            query.Add("utterances", "true");
        }

        if (ask.Field("smart_format") is null)
        {
            query.Add("smart_format", "true");
        }

        foreach (var (name, value) in ask.Fields.Where(static f => Passed.Contains(f.Key)))
        {
            query.Add(name, value);
        }

        // Streamed transcripts come from a socket of Deepgram's, so a stream that is asked for comes whole.
        var dropped = ask.Fields.Select(static f => f.Key).Except([.. Passed, .. Handled]);
        return new(new WireRequest { Query = query.ToString(), Dropped = [.. dropped, .. ask.Field("stream") == "true" ? ["stream"] : Array.Empty<string>()] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || Transcript.OfDeepgram(document.RootElement) is not { } transcript)
        {
            return new(JsonBody.NotAReply("a transcript"));
        }

        var type = transcript.Write(ask.Field("response_format") ?? "json", Words(ask), output);
        return new(new WireReply { Usage = new TokenUsage(0, 0) { AudioMillis = transcript.Millis }, ContentType = type });
    }

    private static bool Words(OperationAsk ask) => ask.Fields.Any(static f => f is { Key: "timestamp_granularities[]", Value: "word" });
}
