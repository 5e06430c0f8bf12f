package site.files;

import static org.assertj.core.api.Assertions.assertThat;
import static site.files.PieceMemory.LEAST;
import static site.files.PieceMemory.MOST;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets how much memory for pieces of files, and when. */
class PieceMemoryTest {
  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void asMuchIsLentAsIsWantedWhileThereIsPlenty() throws Exception {
    var memory = new PieceMemory(4 * MOST);

    ByteBuf piece = now(memory.lend(context, MOST));

    assertThat(piece.writableBytes()).isEqualTo(MOST);
    assertThat(memory.lent()).isEqualTo(MOST);
    memory.giveBack(piece);
    assertThat(memory.lent()).isZero();
    assertThat(piece.refCnt()).isZero();
  }

  @Test
  void piecesAreSmallOnceHalfOfItIsLent() throws Exception {
    var memory = new PieceMemory(2 * MOST);
    ByteBuf large = now(memory.lend(context, MOST));

    ByteBuf small = now(memory.lend(context, MOST));
    ByteBuf smaller = now(memory.lend(context, 100));

    assertThat(small.writableBytes()).isEqualTo(LEAST);
    assertThat(smaller.writableBytes()).isEqualTo(100);
    memory.giveBack(large);
    memory.giveBack(small);
    memory.giveBack(smaller);
    assertThat(memory.lent()).isZero();
  }

  @Test
  void whoComesWhenAllOfItIsLentWaitsInTurnForTheOthers() throws Exception {
    var memory = new PieceMemory(2 * LEAST);
    ByteBuf first = now(memory.lend(context, LEAST));
    ByteBuf second = now(memory.lend(context, LEAST));

    Future<ByteBuf> third = memory.lend(context, LEAST);
    Future<ByteBuf> fourth = memory.lend(context, LEAST);
    assertThat(third.isComplete()).isFalse();

    memory.giveBack(second);
    ByteBuf got = now(third);
    assertThat(fourth.isComplete()).isFalse();
    memory.giveBack(first);
    memory.giveBack(now(fourth));
    memory.giveBack(got);
    assertThat(memory.lent()).isZero();
  }

  private static ByteBuf now(Future<ByteBuf> lent) throws Exception {
    return lent.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
