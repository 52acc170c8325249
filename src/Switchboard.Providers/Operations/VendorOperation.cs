using Switchboard.Protocol.Operations;

namespace Switchboard.Providers.Operations;

/// <summary>How one vendor takes one operation.</summary>
/// <param name="path">Its path under the vendor's root, for a model of the vendor's.</param>
/// <param name="wire">Its wire, or null where it speaks the caller's.</param>
public sealed class VendorOperation(Func<string, string> path, IOperationWire? wire = null)
{
    /// <summary>The wire, or null where the vendor speaks the caller's and bytes are relayed.</summary>
    public IOperationWire? Wire { get; } = wire;

    /// <summary>True where a stream tells its usage only to who asks, though the vendor's chat tells it to all.</summary>
    public bool TellsUsageIfAsked { get; init; }

    /// <summary>The path under the vendor's root.</summary>
    /// <param name="model">The vendor's name of the model.</param>
    public string PathFor(string model) => path(model);
}
