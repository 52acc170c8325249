namespace Switchboard.Providers.Transport;

/// <summary>A request body that is sent while it still comes in, so that it is never whole in memory. It can be sent once.</summary>
public sealed class StreamedBody
{
    /// <summary>Takes the next part of the body.</summary>
    /// <param name="part">The part; it may be reused once the task is done.</param>
    /// <param name="cancel">The request is given up.</param>
    /// <returns>When the part is on its way.</returns>
    public delegate ValueTask PartWriter(ReadOnlyMemory<byte> part, CancellationToken cancel);

    /// <summary>The body's media type, with its parameters.</summary>
    public required string ContentType { get; init; }

    /// <summary>Its length in bytes, or null where nobody knows: then it goes in chunks.</summary>
    public long? Length { get; init; }

    /// <summary>Writes the body part by part. What it throws breaks the request off, so that the vendor never takes half a body for a whole one.</summary>
    public required Func<PartWriter, CancellationToken, Task> WriteToAsync { get; init; }
}
