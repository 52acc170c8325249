namespace Switchboard.Gateway.Configuration;

/// <summary>One TCP port per service; 0 takes any free one.</summary>
internal sealed record PortSettings
{
    public int Proxy { get; init; } = 7775;

    public int Compliance { get; init; } = 7777;

    public int Management { get; init; } = 7778;

    public int Bridge { get; init; } = 3500;

    public int Agent { get; init; } = 8787;
}
