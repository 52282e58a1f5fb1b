
// A click keeps what the tooltip says; only text is ever set.
(function () {
  "use strict";
  var detail = document.getElementById("detail");
  network.on("click", function (at) {
    var chosen = at.nodes.length ? nodes.get(at.nodes[0]) : at.edges.length ? edges.get(at.edges[0]) : null;
    detail.textContent = chosen ? chosen.title : "";
  });
  // All names as large as the window allows; vis-network's own fit leaves a tenth of it empty.
  function fit() {
    var box = { left: 0, top: 0, right: 1, bottom: 1 }, first = true;
    network.setSize("100%", "100%");
    network.redraw();
    nodes.getIds().forEach(function (id) {
      var one = network.getBoundingBox(id);
      box.left = first ? one.left : Math.min(box.left, one.left);
      box.top = first ? one.top : Math.min(box.top, one.top);
      box.right = first ? one.right : Math.max(box.right, one.right);
      box.bottom = first ? one.bottom : Math.max(box.bottom, one.bottom);
      first = false;
    });
    var room = document.getElementById("mynetwork");
    var scale = Math.min(room.clientWidth / (box.right - box.left + 80), room.clientHeight / (box.bottom - box.top + 80), 1.4);
    network.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale: scale });
  }
  document.getElementById("statements").addEventListener("toggle", fit);
  window.addEventListener("resize", fit);
  fit();
  document.querySelectorAll("#zoom button").forEach(function (button) {
    button.addEventListener("click", function () {
      var by = button.dataset.zoom;
      if (by === "fit") fit();
      else network.moveTo({ scale: network.getScale() * Number(by) });
    });
  });
})();
