using System.Reflection;

namespace Switchboard.Gateway.Endpoints;

/// <summary>The version that runs.</summary>
internal sealed record ProductVersion(string Text)
{
    public static ProductVersion Current { get; } = new(
        (typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0]);
}
