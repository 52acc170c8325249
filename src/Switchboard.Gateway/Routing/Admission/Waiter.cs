using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Routing.Admission;

/// <summary>A request that waits for a place. Who takes it out of its line settles it, and nobody else.</summary>
internal sealed class Waiter
{
    private readonly TaskCompletionSource<Admittance> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Waiter(Priority priority) => (Priority, Node) = (priority, new LinkedListNode<Waiter>(this));

    public Priority Priority { get; }

    /// <summary>Where it stands; in no line once it is settled.</summary>
    public LinkedListNode<Waiter> Node { get; }

    public Task<Admittance> Settled => _settled.Task;

    public void Settle(Admittance outcome) => _settled.SetResult(outcome);

    public void Cancel(CancellationToken left) => _settled.SetCanceled(left);
}
