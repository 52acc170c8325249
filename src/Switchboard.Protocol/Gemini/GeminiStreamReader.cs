using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// Reads an answer, of which each event of a stream is a whole <c>GenerateContentResponse</c>. There is no last event: a finish reason
/// ends the answer once the vendor closes the stream, since some models have named one on every event.
/// </summary>
internal sealed class GeminiStreamReader : IChatStreamReader
{
    private static readonly DeltaFields Fields =
        new(["text"], counted: ["promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount"]);

    private readonly GeminiBlocks _blocks = new();
    private readonly LogprobsJoin _logprobs = new();
    private GeminiUsage _usage;
    private string? _id;
    private string? _model;
    private string? _finish;
    private string? _blocked;
    private string? _detail;
    private bool _started;
    private bool _failed;
    private bool _completed;

    public bool Finished => !_failed && (_finish ?? _blocked) is not null;

    public DeltaFields Deltas => Fields;

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (_failed || _completed || data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return;
        }

        try
        {
            Answer(data, updates);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            Fail(JsonBody.NotAReply("a Gemini answer"), updates);
        }
    }

    public void Complete(List<ChatUpdate> updates)
    {
        if (_failed || _completed)
        {
            return;
        }

        _completed = true;
        if (!Finished)
        {
            Fail(new(ErrorKind.ProviderFailed, "The provider closed the stream before the answer ended. Ask again."), updates);
            return;
        }

        var reason = _finish is null ? FinishReason.ContentFilter : GeminiFinish.Read(_finish) ?? FinishReason.Stop;
        if (reason == FinishReason.ContentFilter && _blocks.IsEmpty)
        {
            var words = _finish is null ? GeminiFinish.Blocked(_blocked!, _detail) : GeminiFinish.Withheld(_finish, _detail);
            _blocks.Text(ChatUpdateKind.Refusal, words, updates);
        }

        _blocks.End(updates);

        // This dialect ends a call like any other answer.
        reason = reason == FinishReason.Stop && _blocks.HasCalls ? FinishReason.ToolCalls : reason;
        updates.Add(new(ChatUpdateKind.Finish) { Finish = reason });
        if (_usage.Seen)
        {
            updates.Add(new(ChatUpdateKind.Usage) { Usage = _usage.ToUsage() });
        }
    }

    private void Fail(ExchangeError error, List<ChatUpdate> updates)
    {
        _failed = true;
        updates.Add(ChatUpdate.Failed(error));
    }

    private void Answer(ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        var reader = JsonScan.Object(data);

        // The id and the model, which come first in ours, come last in the vendor's events: so the candidates wait for them.
        var candidates = default(Utf8JsonReader);
        var hasCandidates = false;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("candidates"u8))
            {
                candidates = reader;
                hasCandidates = true;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("usageMetadata"u8))
            {
                _usage.Merge(ref reader);
            }
            else if (_id is null && reader.ValueTextEquals("responseId"u8))
            {
                _id = JsonScan.Text(ref reader);
            }
            else if (_model is null && reader.ValueTextEquals("modelVersion"u8))
            {
                _model = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("promptFeedback"u8))
            {
                GeminiFeedback.Read(ref reader, ref _blocked, ref _detail);
            }
            else if (reader.ValueTextEquals("error"u8) && !IsNull(ref reader))
            {
                Fail(ErrorReader.Read(data, status: null), updates);
                return;
            }
            else
            {
                reader.Skip();
            }
        }

        if (!_started)
        {
            _started = true;
            updates.Add(new(ChatUpdateKind.Start) { Id = _id, Text = _model, Usage = _usage.ToUsage() });
        }

        if (hasCandidates)
        {
            First(ref candidates, data, updates);
        }
    }

    private static bool IsNull(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null;
    }

    /// <summary>The first candidate: requests ask for one.</summary>
    private void First(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (!JsonScan.EntersArray(ref reader) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        string? finish = null;
        List<TokenLogprob>? tokens = null;
        var from = updates.Count;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                Content(ref reader, data, updates);
            }
            else if (reader.ValueTextEquals("finishReason"u8))
            {
                finish = JsonScan.Word(ref reader, GeminiFinish.Words);
            }
            else if (reader.ValueTextEquals("logprobsResult"u8))
            {
                tokens = GeminiLogprobs.Read(ref reader);
            }
            else if (reader.ValueTextEquals("finishMessage"u8))
            {
                _detail = JsonScan.Text(ref reader) ?? _detail;
            }
            else
            {
                reader.Skip();
            }
        }

        _logprobs.Join(tokens, updates, from);
        _finish = string.IsNullOrEmpty(finish) ? _finish : finish;
        if (!string.IsNullOrEmpty(finish) && GeminiFinish.Read(finish) is null)
        {
            Fail(GeminiFinish.Failure(finish, _detail), updates);
        }
    }

    private void Content(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (!reader.ValueTextEquals("parts"u8))
            {
                reader.Skip();
            }
            else if (JsonScan.EntersArray(ref reader))
            {
                Parts(ref reader, data, updates);
            }
        }
    }

    private void Parts(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var part = default(GeminiPart);
            part.Read(ref reader, data);
            _blocks.Add(part, updates);
        }
    }

    /// <summary>Takes a missing finish reason for a natural end, as only a whole reply may have it.</summary>
    internal void EndWhole(List<ChatUpdate> updates)
    {
        _finish ??= _blocked is null ? "STOP" : null;
        Complete(updates);
    }
}
