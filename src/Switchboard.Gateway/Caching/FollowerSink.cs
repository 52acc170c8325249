using Switchboard.Gateway.Exchange;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Caching;

/// <summary>Hands a shared answer on, and tells when it is whole, before its end goes out.</summary>
internal sealed class FollowerSink(IAnswerSink inner, Action<Answer> whole) : IAnswerSink
{
    public void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> vendorHeaders) => inner.Start(stream, vendorHeaders);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel) => inner.WriteAsync(frames, cancel);

    public ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel) => inner.WriteUsageAsync(frame, cancel);

    public ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel)
    {
        whole(answer);
        return inner.EndAsync(end, answer, cancel);
    }

    public ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel) => inner.FailAsync(error, vendorBody, partial, cancel);
}
