namespace Switchboard.UnitTests.Providers.Transport;

/// <summary>Tests that measure the process and so run after all others, one by one.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class RunAlone;
