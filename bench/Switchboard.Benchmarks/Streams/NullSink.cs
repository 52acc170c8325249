using Switchboard.Gateway.Exchange;
using Switchboard.Protocol.Errors;

namespace Switchboard.Benchmarks.Streams;

/// <summary>Takes an answer and counts its bytes.</summary>
internal sealed class NullSink : IAnswerSink
{
    public long Bytes { get; private set; }

    public bool Ended { get; private set; }

    public string? Error { get; private set; }

    public void Begin() => (Bytes, Ended, Error) = (0, false, null);

    public void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> vendorHeaders)
    {
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel)
    {
        Bytes += frames.Length;
        return default;
    }

    public ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel) => WriteAsync(frame, cancel);

    public ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel)
    {
        Ended = true;
        return WriteAsync(end, cancel);
    }

    public ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel)
    {
        Error = error.Message;
        return default;
    }
}
