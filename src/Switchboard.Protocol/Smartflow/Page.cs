namespace Switchboard.Protocol.Smartflow;

/// <summary>The wrapper of lists and of single answers on the management API.</summary>
/// <param name="Data">What it holds.</param>
public sealed record Page<T>(T Data);
