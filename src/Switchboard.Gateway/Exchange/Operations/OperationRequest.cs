using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>A request as the vendor gets it, whichever of its keys it goes with.</summary>
/// <param name="Path">The operation under the vendor's root, with its query.</param>
/// <param name="Body">The JSON body; empty where <paramref name="Streamed"/> stands in for it.</param>
/// <param name="Streamed">A form that is sent while it comes in.</param>
internal sealed record OperationRequest(string Path, ReadOnlyMemory<byte> Body, StreamedBody? Streamed);
