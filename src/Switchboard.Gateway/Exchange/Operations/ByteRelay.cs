using System.Buffers;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>Passes a vendor's bytes on as they come: recordings, files. They have no frames; a cut shows by the connection's breaking off.</summary>
internal static class ByteRelay
{
    private const int BufferSize = 32 << 10;

    public static async ValueTask RunAsync(ProviderReply reply, Route route, IAnswerSink sink, Answer answer, TimeProvider time, CancellationToken cancel)
    {
        using var deadlines = new Deadlines(route.Target.Timeouts, time, cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            sink.Start(stream: true, reply.Headers);
            while (await reply.Body.ReadAsync(buffer, deadlines.NextRead()) is var read and > 0)
            {
                deadlines.Arrived();
                await sink.WriteAsync(buffer.AsMemory(0, read), cancel);
            }

            await sink.EndAsync(default, answer, cancel);
        }
        catch (OperationCanceledException) when (deadlines.Error(route.Provider) is { } error)
        {
            await sink.FailAsync(error, default, answer, cancel);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            await sink.FailAsync(new ExchangeError(ErrorKind.ProviderFailed, $"{route.Provider} broke off in the middle of its answer. Try again.") { Provider = route.Provider }, default, answer, cancel);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
