using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Replicate;

/// <summary>Tells a prediction's events apart.</summary>
internal static class ReplicateEvents
{
    public static ReplicateEventKind KindOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (name.IsEmpty)
        {
            return ReplicateEventKind.Prediction;
        }

        if (name.SequenceEqual("output"u8))
        {
            return ReplicateEventKind.Output;
        }

        if (name.SequenceEqual("error"u8))
        {
            return ReplicateEventKind.Failure;
        }

        // A prediction that failed or was cancelled is done as well, and says why.
        return !name.SequenceEqual("done"u8) ? ReplicateEventKind.Other : Reason(data) is null ? ReplicateEventKind.Done : ReplicateEventKind.Failure;
    }

    /// <summary>Why the prediction ended before its answer did.</summary>
    public static ExchangeError Failure(ReadOnlySpan<byte> data) => Reason(data) is { } reason
        ? new(ErrorKind.ProviderFailed, $"The prediction ended before its answer did: {reason}. Ask again, or choose another model.")
        : ErrorReader.Read(data, status: null);

    private static string? Reason(ReadOnlySpan<byte> data)
    {
        using var document = JsonBody.ParseReply(data.ToArray());
        return document?.RootElement.TextOrNull("reason");
    }
}
