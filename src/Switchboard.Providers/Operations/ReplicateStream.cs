using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Operations;

/// <summary>
/// Where a prediction's events are (replicate.com/docs/topics/predictions/streaming). The address comes from an answer of the vendor's, and
/// the key goes along, so only an address of the vendor's own is one.
/// </summary>
internal static class ReplicateStream
{
    private const string Vendor = "replicate.com";

    private static readonly KeyValuePair<string, string>[] AsksForEvents = [new("Accept", "text/event-stream"), new("Cache-Control", "no-store")];

    /// <summary>The address of the events; null where there is none that may be asked.</summary>
    /// <param name="state">The prediction.</param>
    /// <param name="target">Where the prediction was made.</param>
    public static Uri? Of(in ReplicateState state, ProviderTarget target) =>
        Uri.TryCreate(state.Stream, UriKind.Absolute, out Uri? address) && target.Root is { } root && (IsSame(address, root) || (IsVendors(address) && IsVendors(root)))
            ? address
            : null;

    /// <summary>The call that listens to a prediction's events.</summary>
    /// <param name="call">The call that made the prediction.</param>
    public static ProviderCall Listen(ProviderCall call) => new()
    {
        Target = call.Target,
        Model = call.Model,
        Operation = call.Operation,
        Method = HttpMethod.Get,
        Body = default,
        Stream = true,
        Headers = AsksForEvents,
        CallerVendorKey = call.CallerVendorKey,
    };

    private static bool IsSame(Uri address, Uri root) => address.Scheme == root.Scheme && address.Authority == root.Authority;

    private static bool IsVendors(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && (address.Host == Vendor || address.Host.EndsWith("." + Vendor, StringComparison.Ordinal));
}
