using System.Text.Json;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Responses;

/// <summary>Hands an answer on, and keeps it before its end goes out: whoever has seen it whole can go on from it.</summary>
internal sealed class KeepingSink(Exchange.Exchange exchange, IAnswerSink inner, Conversation conversation) : IAnswerSink
{
    private bool _stream;

    public void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> vendorHeaders)
    {
        _stream = stream;
        inner.Start(stream, vendorHeaders);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel) => inner.WriteAsync(frames, cancel);

    public ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel) => inner.WriteUsageAsync(frame, cancel);

    public async ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel)
    {
        var (id, response) = Read(end);
        if (id is not null)
        {
            await conversation.KeepAsync(exchange, id, response, answer.Usage.Total);
        }

        await inner.EndAsync(end, answer, cancel);
    }

    public ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel) => inner.FailAsync(error, vendorBody, partial, cancel);

    private (string? Id, ReadOnlyMemory<byte> Response) Read(ReadOnlyMemory<byte> end)
    {
        try
        {
            var response = ResponseBytes.In(end, _stream);
            return response.IsEmpty ? default : (ResponseBytes.Id(response), response);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A vendor's odd answer names nothing to go on from.
            return default;
        }
    }
}
