namespace Switchboard.Gateway.Lifecycle;

/// <summary>On an endpoint: it answers while the server drains, with its own word for that.</summary>
internal sealed class ServedToTheEnd;
